package request

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// rows reads all records of a collection, each as its fields' texts, for another
// system that needs them: null is no text. What of it cannot be read is an error,
// since something may be decided by what is missing.
func (c Connections) rows(ctx context.Context, name, collection string, yield func(map[string]string) error) error {
	entry, _ := c.Register.System(name)
	if declared, ok := entry.Collection(collection); ok {
		collection = declared.In()
	}
	sys, err := c.Open(ctx, name)
	if err != nil {
		return err
	}
	defer sys.Close()
	found, err := sys.Find(ctx, system.Selection{Collection: collection}, func(r varsam.Record) error {
		row := make(map[string]string, len(r.Fields))
		for _, f := range r.Fields {
			if !f.Value.IsNull() && f.Value.Kind() != varsam.Large {
				row[f.Name] = f.Value.String()
			}
		}
		return yield(row)
	})
	if err == nil && !found.Complete {
		err = varsam.Errorf(varsam.Unavailable, "system %s: %s could not be read in full (%s)", name, collection, found.Why)
	}
	return err
}
