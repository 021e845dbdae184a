package job

import (
	"context"
	"fmt"
	"strings"

	"github.com/varsam/varsam/internal/store"
)

// Holder is who holds a unit: a process, told apart from any other that had its
// number before.
type Holder struct {
	host  string // empty where it cannot be told
	pid   int
	start string // when the process started, in the system's own count
}

// String is host/pid/start: opaque, the same for the life of the process.
func (h Holder) String() string { return fmt.Sprintf("%s/%d/%s", h.host, h.pid, h.start) }

func parseHolder(text string) (h Holder) {
	parts := strings.SplitN(text, "/", 3)
	if len(parts) == 3 {
		h.host, h.start = parts[0], parts[2]
		_, _ = fmt.Sscan(parts[1], &h.pid) // zero is no process
	}
	return h
}

// dead reports whether h is known to be a process of this host that has ended.
// What cannot be known is not dead: its lease decides.
func (h Holder) dead(here Holder) bool {
	if here.host == "" || h.host != here.host || h.pid <= 0 || h.start == "" {
		return false
	}
	start, running := started(h.pid)
	return !running || start != "" && start != h.start
}

// TakeOver frees at once what dead processes of this host hold for a tenant,
// and returns how many units that were.
func TakeOver(ctx context.Context, s *store.Store, tenant string) (freed int, err error) {
	var left []lease
	err = s.Read(ctx, tenant, func(tx *store.Tx) (err error) {
		left, err = deadLeases(tx, Here())
		return err
	})
	if err != nil || len(left) == 0 {
		return 0, err
	}
	err = s.Write(ctx, tenant, func(tx *store.Tx) error {
		freed = 0
		for _, l := range left {
			n, err := tx.Exec(freeUnit, tx.Tenant(), l.unit, l.fence, tx.Now().UnixMicro())
			if err != nil {
				return err
			}
			freed += int(n)
		}
		return tx.Ring(bell)
	})
	return freed, err
}

type lease struct {
	unit   string
	fence  int64
	holder string
}

func deadLeases(tx *store.Tx, here Holder) (dead []lease, err error) {
	scan := func(rows *store.Rows) (l lease, err error) {
		err = rows.Scan(&l.unit, &l.fence, &l.holder)
		return l, err
	}
	all, err := store.List(tx, scan, heldBy, tx.Tenant())
	for _, l := range all {
		if parseHolder(l.holder).dead(here) {
			dead = append(dead, l)
		}
	}
	return dead, err
}
