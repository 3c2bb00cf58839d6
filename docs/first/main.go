// Command first trains the smallest classifier of the book, softmax regression, in plain Go: no
// matrices, no packages of this module. Chapter 0 explains it line by line.
package main

import (
	"fmt"
	"math"
)

// The classes.
const apple, pear, banana = 0, 1, 2

// inputs are a 1, the length and the width of a fruit in decimetres.
type inputs [3]float64

// fruit is a row of data.
type fruit struct {
	class int
	x     inputs
}

// training has the rows to learn from, test the rows to be judged by.
var (
	training = []fruit{
		{apple, inputs{1, 0.7, 0.8}}, {apple, inputs{1, 0.8, 0.8}}, {apple, inputs{1, 0.6, 0.7}},
		{apple, inputs{1, 0.9, 0.9}}, {pear, inputs{1, 1.0, 0.7}}, {pear, inputs{1, 1.2, 0.8}},
		{pear, inputs{1, 0.9, 0.6}}, {pear, inputs{1, 1.1, 0.7}}, {banana, inputs{1, 1.7, 0.4}},
		{banana, inputs{1, 1.9, 0.4}}, {banana, inputs{1, 1.5, 0.3}}, {banana, inputs{1, 1.3, 0.5}},
	}
	test = []fruit{
		{apple, inputs{1, 0.8, 0.9}}, {apple, inputs{1, 0.7, 0.7}}, {pear, inputs{1, 1.1, 0.8}},
		{pear, inputs{1, 0.8, 0.7}}, {banana, inputs{1, 1.6, 0.4}},
	}
)

// probabilities returns the probability of each class for the inputs x: its score is a weighted sum of
// the inputs, and softmax makes probabilities of the scores.
func probabilities(W [3][3]float64, x inputs) (y [3]float64) {
	sum := 0.0
	for k := range y {
		y[k] = math.Exp(x[0]*W[0][k] + x[1]*W[1][k] + x[2]*W[2][k])
		sum += y[k]
	}
	for k := range y {
		y[k] /= sum
	}
	return y
}

// learn returns the weights after some epochs of gradient descent from 0.
func learn(epochs int, rate float64) (W [3][3]float64) {
	for range epochs {
		var slope [3][3]float64 // of the loss, in each weight
		for _, f := range training {
			y := probabilities(W, f.x)
			y[f.class]-- // y − t: what the model says, less what was seen
			for i := range f.x {
				for k := range y {
					slope[i][k] += f.x[i] * y[k]
				}
			}
		}
		for i := range W {
			for k := range W[i] {
				W[i][k] -= rate * slope[i][k]
			}
		}
	}
	return W
}

// judge returns the loss of some rows, and how many of them are predicted wrongly.
func judge(W [3][3]float64, rows []fruit) (loss float64, wrong int) {
	for _, f := range rows {
		y := probabilities(W, f.x)
		loss -= math.Log(y[f.class])
		best := 0
		for k := range y {
			if y[k] > y[best] {
				best = k
			}
		}
		if best != f.class {
			wrong++
		}
	}
	return loss, wrong
}

func main() {
	for _, epochs := range []int{0, 1, 10, 100, 1000} {
		W := learn(epochs, 0.1)
		loss, wrong := judge(W, training)
		testLoss, testWrong := judge(W, test)
		fmt.Printf("epochs %4d: loss %6.3f, %d of 12 wrong; of the test rows %6.3f, %d of 5 wrong\n", epochs, loss, wrong, testLoss, testWrong)
	}
}
