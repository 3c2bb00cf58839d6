package main

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// pin binds all threads of the process, and those that they start, to the CPU that it
// is running on. release gives them all CPUs back that it had.
func pin() (release func(), err error) {
	var before, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return nil, err
	}
	cpu, _, err := unix.Getcpu()
	if err != nil {
		return nil, err
	}
	one.Set(cpu)
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
