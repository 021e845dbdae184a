package web

import (
	"context"

	"github.com/varsam/varsam/internal/retention"
)

// steering is something done to a run of culling by somebody.
type steering func(s *retention.Service, ctx context.Context, id, name string) error
