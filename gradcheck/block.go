package gradcheck

import (
	"cmp"
	"fmt"
)

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

// where returns the names of the entries.
func (c Claim) where() func(i int) string {
	blocks := c.blocks(len(c.Gradient))
	if c.Where != nil && len(c.Blocks) == 0 {
		return func(i int) string { return cmp.Or(c.Where(i), fmt.Sprintf("[%d]", i)) }
	}
	return func(i int) string {
		for _, b := range blocks {
			if n := b.Rows * b.Cols; i >= n {
				i -= n
				continue
			}
			return b.where(i)
		}
		return fmt.Sprintf("[%d]", i)
	}
}

// Entry names entry i of the claim's Gradient, such as W[1,2].
func (c Claim) Entry(i int) string { return c.where()(i) }
