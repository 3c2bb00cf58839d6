package tensor

import (
	"sync/atomic"
	"unsafe"
)

// workspace is the memory in which a product packs its operands. Workspaces are kept
// for ever, so the garbage collector does not churn: as many as products ever ran at
// once, up to the size of the pool.
type workspace struct {
	b [stepsKC*bytesNC + maxVectors*bytesPad]byte // a block of B, packed
	a [stepsKC * rowsMC * 8]byte                  // a block of A, packed
	c [2][bytesCt]byte                            // a block of Cᵀ, and the start of its chains
}

// workspaces is a pool of workspaces not in use.
var workspaces [64]atomic.Pointer[workspace]

// takeWorkspace returns a workspace from the pool, or a new one if the pool is empty.
func takeWorkspace() *workspace {
	for i := range workspaces {
		if ws := workspaces[i].Swap(nil); ws != nil {
			return ws
		}
	}
	return new(workspace)
}

// give makes the workspace available again. One that finds no place is dropped.
func (ws *workspace) give() {
	for i := range workspaces {
		if workspaces[i].CompareAndSwap(nil, ws) {
			return
		}
	}
}

func (ws *workspace) packedB() unsafe.Pointer { return unsafe.Pointer(&ws.b) }
func (ws *workspace) packedA() unsafe.Pointer { return unsafe.Pointer(&ws.a) }
