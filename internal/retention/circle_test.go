package retention_test

import (
	"fmt"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

// TestCircle: answers to answers go a layer a night. Whom a night frees is none of
// what it took, wherever its key lies, and what comes between is seen.
func TestCircle(t *testing.T) { onEach(t, testCircle) }

func testCircle(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.Size = 3
	o.run(`CREATE TABLE posts (id {id}, customer_id BIGINT REFERENCES customers (id), answers_to BIGINT REFERENCES posts (id), made_on DATE)`,
		`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-11-01')`)
	fsys := files()
	fsys["shop.yaml"].Data = append(fsys["shop.yaml"].Data, []byte(`  posts:
    person: {through: customer_id, to: customers}
    fields: {made_on: behaviour}
    carried_by: [{activity: care, from: made_on}]
    end: erase
`)...)
	o.push(fsys)
	// 1 to 5 each answer the one before, 6 to 8 the one after (which the keys' order does not expect), 20 stays and keeps 11.
	for _, id := range []int{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12} {
		o.run(fmt.Sprintf(`INSERT INTO posts VALUES (%d, 1, NULL, '2020-05-05')`, id))
	}
	for id, to := range map[int]int{2: 1, 3: 2, 4: 3, 5: 4, 7: 8, 6: 7, 11: 10, 12: 11} {
		o.run(fmt.Sprintf(`UPDATE posts SET answers_to = %d WHERE id = %d`, to, id))
	}
	o.run(`INSERT INTO posts VALUES (20, 1, 11, '2026-11-01')`)
	for night, want := range []int64{3, 2, 2, 1, 1} {
		run := o.plan()
		if run.State == retention.Waiting {
			o.approve(run, &retention.Terms{Most: 100, Until: varsam.NewDate(2027, 6, 30)}, "anna", "bo")
		}
		if r := o.rule(o.work(run), "posts", varsam.OpErase); r.Done != want || r.Frozen != want || r.Why.Code != "" {
			t.Errorf("night %d: %d of %d, want %d: %+v", night, r.Done, r.Frozen, want, r.Why)
		}
		o.verified(run)
		o.now = o.now.AddDate(0, 0, 1)
	}
	o.want(`SELECT count(*) FROM posts`, 3)
	o.want(`SELECT count(*) FROM posts WHERE id IN (10, 11, 20)`, 3)
}
