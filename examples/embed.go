// Package examples carries the registers of the example organisations, so that
// the program can show them on a machine that has nothing else.
package examples

import "embed"

// Files are the registers, one folder each.
//
//go:embed demo insourceit intelliplan kivaq kundo kunskapspartner
var Files embed.FS
