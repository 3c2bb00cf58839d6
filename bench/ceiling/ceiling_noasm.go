//go:build purego || !(amd64 || arm64)

package ceiling

// implementations lists the loops that this machine can run.
var implementations = []implementation{portable}
