package duty

// Drawn are what an answer can be made of.
var Drawn = []string{"sub-processors", "measures", "agreements", "transfers", "trainings", "incidents"}
