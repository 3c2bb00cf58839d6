package gradcheck

import "fmt"

// Block is a named array within a gradient, stored row by row: a matrix, or a vector
// as one row.
type Block struct {
	Name       string
	Rows, Cols int
}

// where names entry i: W[1,2] in a matrix, b[2] in a vector.
func (b Block) where(i int) string {
	if b.Rows == 1 {
		return fmt.Sprintf("%s[%d]", b.Name, i)
	}
	return fmt.Sprintf("%s[%d,%d]", b.Name, i/b.Cols, i%b.Cols)
}

// blocks returns the blocks of a claim with n entries, without any all of it as
// one vector.
func (c Claim) blocks(n int) []Block {
	if len(c.Blocks) == 0 {
		return []Block{{Rows: 1, Cols: n}}
	}
	return c.Blocks
}

// Entry names entry i of the claim's Gradient, such as W[1,2].
func (c Claim) Entry(i int) string {
	for _, b := range c.Blocks {
		n := b.Rows * b.Cols
		if i < n {
			return b.where(i)
		}
		i -= n
	}
	return fmt.Sprintf("[%d]", i)
}
