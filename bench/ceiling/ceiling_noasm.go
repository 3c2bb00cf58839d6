//go:build purego || !(amd64 || arm64)

package ceiling

// implementations are those that this machine can run.
var implementations = []implementation{portable}
