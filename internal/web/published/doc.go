// Package published is the public's pages of what the organisation has published:
// each document in force, its earlier versions, every form of them, the feeds of
// changes, and what programs look for under /.well-known.
package published
