package tensor

// packPanel lays out the rows p0 … p0+kc−1 and the columns j0 … j0+nr−1 of B in
// the kernel's order of reading, nR elements for each p:
//
//	panel = b[p0,j0] … b[p0,j0+nR−1]  b[p0+1,j0] …
//
// Columns that B lacks are zeros. They make columns of the tile that are never
// copied back. Rows are never padded: that would lengthen the chain.
func packPanel[F Float](panel []F, B operand[F], p0, kc, j0, nr int) {
	for p := range kc {
		row := panel[p*nR : p*nR+nR]
		o := (p0+p)*B.rs + j0*B.cs
		if nr == nR && B.cs == 1 {
			copy(row, B.data[o:o+nR])
			continue
		}
		for j := range row {
			if j < nr {
				row[j] = B.data[o+j*B.cs]
			} else {
				row[j] = 0
			}
		}
	}
}
