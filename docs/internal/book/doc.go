// Package book keeps the book true: what its pages quote, count and draw is written by
// the program, and compared with what stands there. The pages are docs/README.md,
// docs/equations.md and docs/chapters/*.md, and with them the module's README.md,
// docs/decisions/*.md and the READMEs of the rooms; the figures are in docs/figures.
//
// A block stands between two comments, each on a line of its own:
//
//	<!-- begin code nn/mlp.go MLP.Forward -->         a declaration without its doc comment
//	<!-- begin code nn/mlp.go MLP.Forward body -->    its body
//	<!-- begin code nn/mlp.go MLP.Forward lines /first/ /last/ -->
//	                                                  the lines from one to another, or one
//	<!-- begin code tensor/x.s lines /first/ /last/ -->   the same of any file
//	<!-- begin trial 46 -->                           the verdict on an equation, proof, …
//	<!-- begin output verify -equation 46 -->         what go run ./docs prints
//	<!-- begin result 2026-11-24-step.txt /regexp/ -->   lines of a file of bench/results
//	<!-- begin result 2026-11-24-step.txt lines /first/ /last/ -->   from one to another
//	<!-- begin example nn ExampleTrain -->            an example and its output
//	<!-- begin errata E25 E26 -->                     entries of the errata
//	<!-- begin list -->                               all errata, with their numbers and trials
//	<!-- begin index -->                              all that is on trial
//	<!-- begin contents -->                           the chapters
//	<!-- end -->
//
// A number within a line stands between <!--=name--> and <!--/-->, and is the value of that
// name in package chapters. A picture ../figures/name.svg is drawn by the function
// of that name.
package book
