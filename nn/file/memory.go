package file

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strings"
)

// Room returns an error if matrices, of so many rows and columns and bytes an element, need more
// memory than there is: the limit of GOMEMLIMIT, or, without one, what Linux says is
// available to programs and to the control group. Elsewhere nothing is known, and there is
// room.
func Room(element int, matrices ...[2]int) error {
	bytes := 0.0
	for _, m := range matrices {
		bytes += float64(element) * float64(m[0]) * float64(m[1])
	}
	if has := memory(); bytes > has {
		return fmt.Errorf("needs %s of memory, and there are %s", Size(bytes), Size(has))
	}
	return nil
}

// memory returns the number of bytes that there are, +Inf if that is not known.
func memory() float64 {
	if limit := debug.SetMemoryLimit(-1); limit != math.MaxInt64 {
		return float64(limit)
	}
	return min(1024*number("/proc/meminfo", "MemAvailable:"), number("/sys/fs/cgroup/memory.max", ""))
}

// number returns the number after a name at the beginning of a line, +Inf if there is none.
func number(file, name string) float64 {
	f, err := os.Open(file)
	if err != nil {
		return math.Inf(1)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, found := strings.CutPrefix(lines.Text(), name); found {
			var n float64
			if _, err := fmt.Sscan(rest, &n); err == nil {
				return n
			}
		}
	}
	return math.Inf(1)
}

// Size returns a number of bytes with two digits or three and a unit, such as 25 GB.
func Size(bytes float64) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}} {
		if bytes >= 10*unit.size {
			return fmt.Sprintf("%.0f %s", bytes/unit.size, unit.name)
		}
		if bytes >= unit.size {
			return fmt.Sprintf("%.2g %s", bytes/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%.0f bytes", bytes)
}
