package api

import (
	"slices"

	"github.com/varsam/varsam"
)

// page is the part of a list that a call asks for, where the list is made whole.
func page[T any](c *call, all []T, id func(T) string) (list List[T], err error) {
	limit, err := c.limit()
	if err != nil {
		return list, err
	}
	if after := c.value("after"); after != "" {
		i := slices.IndexFunc(all, func(v T) bool { return id(v) == after })
		if i < 0 {
			return list, varsam.Errorf(varsam.Invalid, "after is not the id of an item of the list")
		}
		all = all[i+1:]
	}
	if len(all) > limit {
		all = all[:limit]
		list.Next = id(all[limit-1])
	}
	list.Items = append([]T{}, all...)
	return list, nil
}
