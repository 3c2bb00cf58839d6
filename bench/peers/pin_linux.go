package main

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// pin binds all threads of the process, and those that they start, to the last of the
// CPUs that it may use; the first is where interrupts usually go. release gives them
// all CPUs back.
func pin() (release func(), err error) {
	var before, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return nil, err
	}
	for cpu, left := 0, before.Count(); left > 0; cpu++ {
		if before.IsSet(cpu) {
			left--
			one.Zero()
			one.Set(cpu)
		}
	}
	return func() { bind(&before) }, bind(&one)
}

// bind sets the CPUs of all threads. A second pass gets those that one not yet bound
// has started during the first.
func bind(cpus *unix.CPUSet) error {
	for range 2 {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		for _, t := range threads {
			id, _ := strconv.Atoi(t.Name())
			if err := unix.SchedSetaffinity(id, cpus); err != nil && err != unix.ESRCH {
				return err
			}
		}
	}
	return nil
}
