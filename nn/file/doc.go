// Package file reads and writes the files of the module's programs: whole or not at all,
// within limits that are checked before memory is taken, with messages of one short line.
//
//	Write Check   a file replaced in one move, and what stands in its way beforehand
//	Open          a file or standard input, unpacked, with a limit
//	Room          the memory that there is, against what a computation needs
//	Quote Short   text from files in messages
package file
