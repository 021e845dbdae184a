//go:build !(goexperiment.simd && amd64)

package main

// What recognition is to reach in megabytes a second. With names nothing is promised of this build.
const (
	scanMix, scanSparse           = 350, 530
	scanMixNames, scanSparseNames = 0, 0
)
