package turns

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Pin binds this thread, to which the goroutine must be locked, to the last of the CPUs
// that the process may use, where interrupts rarely go, and all its other threads to the
// rest: the runtime starts threads that spin for a while when a call of C returns, and
// beside us they would take half the time of a slice. apart does so again for threads
// started since; release gives all CPUs back.
func Pin() (apart, release func(), err error) {
	var all, last, rest unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return nil, nil, err
	}
	rest = all
	for cpu, left := 0, all.Count(); left > 0; cpu++ {
		if all.IsSet(cpu) {
			if left--; left == 0 {
				last.Set(cpu)
			}
		}
	}
	if all.Count() > 1 {
		rest.Clear(firstOf(&last))
	}
	apart = func() { bind(&rest, &last) }
	return apart, func() { bind(&all, &all) }, bind(&rest, &last)
}

// firstOf returns the first CPU of the set.
func firstOf(cpus *unix.CPUSet) int {
	cpu := 0
	for !cpus.IsSet(cpu) {
		cpu++
	}
	return cpu
}

// bind sets the CPUs of this thread to own and the CPUs of all other threads to rest.
func bind(rest, own *unix.CPUSet) error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	self := unix.Gettid()
	for _, t := range threads {
		id, _ := strconv.Atoi(t.Name())
		cpus := rest
		if id == self {
			cpus = own
		}
		if err := unix.SchedSetaffinity(id, cpus); err != nil && err != unix.ESRCH {
			return err
		}
	}
	return nil
}
