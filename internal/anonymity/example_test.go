package anonymity_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/varsam/varsam/internal/anonymity"
)

func Example() {
	towns, err := anonymity.ReadHierarchy(strings.NewReader("Malmö;Skåne;*\nLund;Skåne;*\nUmeå;Norrland;*\nKiruna;Norrland;*\n"))
	if err != nil {
		panic(err)
	}
	column, err := anonymity.NewColumn("town", towns, []string{"Malmö", "Lund", "Umeå", "Kiruna", "Lund", "Malmö"})
	if err != nil {
		panic(err)
	}
	p := anonymity.Problem{
		Quasi: []anonymity.Column{column}, Models: []anonymity.Model{anonymity.K(2)}, Measure: anonymity.Loss,
	}
	found, err := p.Search(context.Background())
	if err != nil {
		panic(err)
	}
	released, err := p.Release(found.Levels)
	if err != nil {
		panic(err)
	}
	for row := range column.Codes {
		fmt.Println(released.Cell(column, 0, row))
	}
	fmt.Printf("highest risk %v, then %v\n", released.Before.Highest(), released.After.Highest())
	// Output:
	// Skåne
	// Skåne
	// Norrland
	// Norrland
	// Skåne
	// Skåne
	// highest risk 1, then 0.5
}
