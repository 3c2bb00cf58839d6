// Package site serves the book on the machine itself: pages made of its files when they are
// asked for, and for each trial a form whose answer is a page with the verdict. Nothing needs a
// network, and nothing a script.
//
// The pages have the paths of their sources: /docs/chapters/04-backpropagation.md is that
// chapter, /nn/mlp.go?lines=5-9 a source file with five of its lines marked, /trial/eq-46
// the live trial of equation (46), /train the paper's training, with a picture that moves.
package site
