package web

import "sync"

// counts are the numbers in the margin, as they were when a page last knew them.
type counts struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *counts) set(href string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]int{}
	}
	c.n[href] = n
}

func (c *counts) of(href string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[href]
}
