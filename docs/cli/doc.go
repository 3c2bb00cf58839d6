// Package cli is what the programs of this module share as commands: exit statuses, flags,
// interruption, text in the width and the colours of a terminal, a line of progress, JSON,
// and files that are replaced whole. It imports nothing of the module.
package cli
