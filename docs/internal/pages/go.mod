module chainrule/docs/internal/pages

go 1.26.0

replace chainrule => ../../..

require (
	chainrule v0.0.0
	github.com/alecthomas/chroma/v2 v2.27.0
	github.com/yuin/goldmark v1.8.7
)

require github.com/dlclark/regexp2/v2 v2.2.1 // indirect
