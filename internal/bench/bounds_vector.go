//go:build goexperiment.simd && amd64

package main

// What recognition is to reach in megabytes a second with the processor's vectors.
const (
	scanMix, scanSparse           = 500, 1000
	scanMixNames, scanSparseNames = 400, 800
)
