module chainrule/bench/peers

go 1.26.0

replace chainrule => ../..

require github.com/stretchr/testify v1.12.1

require go.yaml.in/yaml/v3 v3.0.5 // indirect
