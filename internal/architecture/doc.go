// Package architecture holds the house's plan, and a test that the house is
// built like that: which room may use which, and which room may use what others
// have written. The plan is a table to be read; a change to it is a decision.
package architecture
