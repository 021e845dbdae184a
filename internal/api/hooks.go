package api

import "github.com/varsam/varsam/internal/api/hook"

// NewHook is an address to be told.
type NewHook struct {
	URL    string   `json:"url" least:"8" most:"2000" doc:"https://…"`
	Events []string `json:"events,omitempty" most:"30" doc:"Kinds of entries of the log; all when left out."`
}

// MadeHook is a webhook with its secret, which is shown once.
type MadeHook struct {
	hook.Hook
	Secret string `json:"secret"`
}

func (c *call) listHooks() (list List[hook.Hook], err error) {
	all, err := c.Hooks.List(c.ctx)
	list.Items = append([]hook.Hook{}, all...)
	return list, err
}

func (c *call) newHook(in NewHook) (out MadeHook, err error) {
	out.Secret, out.Hook, err = c.Hooks.New(c.ctx, hook.Hook{URL: in.URL, Events: append([]string{}, in.Events...), By: c.token.By})
	return out, err
}

func (c *call) removeHook() error { return c.Hooks.Remove(c.ctx, c.param("id"), c.token.By) }

func (c *call) listAttempts() (list List[hook.Attempt], err error) {
	all, err := c.Hooks.Attempts(c.ctx, c.param("id"))
	list.Items = append([]hook.Attempt{}, all...)
	return list, err
}

func (c *call) tryHook(nothing) (hook.Attempt, error) { return c.Hooks.Try(c.ctx, c.param("id")) }
