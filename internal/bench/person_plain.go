//go:build !(goexperiment.simd && amd64)

package main

// onePerson is how many megabytes a second one person is looked for in.
const onePerson = 700
