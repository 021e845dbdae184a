package retention_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

// worker in the environment makes the test binary a worker that carries out one
// run, so that it can be killed.
const worker = "VARSAM_TEST_CULL_WORKER"

// killsVariable says how often each engine's worker is killed, for make nightly.
const killsVariable = "VARSAM_TEST_KILLS"

func killsWanted() int {
	if n, err := strconv.Atoi(os.Getenv(killsVariable)); err == nil {
		return n
	}
	return 50
}

func TestMain(m *testing.M) {
	if order := os.Getenv(worker); order != "" {
		os.Exit(work(order))
	}
	os.Exit(m.Run())
}

// order is what a worker is told.
type order struct{ Folder, Engine, DSN, Run string }

// work carries out the run and prints a line after each range.
func work(text string) int {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return 2
	}
	e := engines[slices.IndexFunc(engines, func(e engine) bool { return e.name == o.Engine })]
	shop, err := openShop(context.Background(), o.Folder, e, o.DSN, time.Now)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	shop.Lease = 200 * time.Millisecond
	fmt.Println("ready")
	for more := true; more; {
		var wait time.Duration
		more, wait, err = shop.Work(context.Background(), o.Run, func() bool { return false }, func(retention.Progress) { fmt.Println("range") })
		if err != nil {
			fmt.Println(err)
			return 1
		}
		<-time.After(wait)
	}
	return 0
}

// TestKill kills workers in mid-run at random and lets others go on: what is left
// is right, every range was done once, and the proof has nothing to explain.
func TestKill(t *testing.T) { onEach(t, testKill) }

const killRows, killKept = 200_000, 1_000

func testKill(t *testing.T, e engine) {
	t.Parallel()
	kills := killsWanted()
	o := newOffice(t, e)
	o.now = time.Now()
	o.Size = killRows / (2 * kills)
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '` + o.now.Format(time.DateOnly) + `')`)
	o.many(killRows, killKept)
	run := o.plan()
	o.approve(run, nil, "anna", "bo")
	orders, _ := json.Marshal(order{o.folder, e.name, o.dsn, run.ID})
	o.killed(string(orders), kills, rand.New(rand.NewPCG(uint64(kills), 1)))
	done, err := o.Get(t.Context(), run.ID)
	o.must(err)
	r := o.rule(done, "orders", varsam.OpErase)
	if done.State != retention.Done || r.Done != killRows-killKept || len(r.Ranges) != 1 {
		t.Errorf("%+v", done)
	}
	o.want(`SELECT count(*) FROM orders`, killKept)
	o.want(`SELECT count(*) FROM orders WHERE made_on > '2020-01-01'`, killKept)
	o.verified(run)
}

// many fills in orders of one customer, the last of them not due.
func (o *office) many(n, kept int) {
	o.Helper()
	today := o.now.Format(time.DateOnly)
	const batch = 1000
	for from := 0; from < n; from += batch {
		rows := make([]string, 0, batch)
		for id := from; id < from+batch; id++ {
			day := "2015-03-01"
			if id >= n-kept {
				day = today
			}
			rows = append(rows, fmt.Sprintf("(%d, 1, 'a thing', '%s')", id, day))
		}
		o.run("INSERT INTO orders VALUES " + strings.Join(rows, ","))
	}
}

// killed has workers begin the run and die at random, and one end it.
func (o *office) killed(order string, kills int, random *rand.Rand) {
	o.Helper()
	hits := 0
	for range kills {
		if o.workUntilKilled(order, random.IntN(3), time.Duration(random.IntN(20_000))*time.Microsecond) {
			hits++
		}
	}
	o.workUntilKilled(order, -1, 0)
	if o.Logf("%d of %d workers were killed at work", hits, kills); hits == 0 {
		o.Error("no worker was killed before the run was done")
	}
}

// workUntilKilled starts a worker and kills it some time after so many ranges,
// never when ranges is negative; it reports whether the worker died of that.
func (o *office) workUntilKilled(order string, ranges int, after time.Duration) bool {
	o.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), worker+"="+order)
	out, err := cmd.StdoutPipe()
	o.must(err)
	o.must(cmd.Start())
	lines := bufio.NewScanner(out)
	var said []string
	for n := 0; lines.Scan(); n++ { // the first line says that it is ready
		said = append(said, lines.Text())
		if ranges >= 0 && n == ranges {
			time.AfterFunc(after, func() { cmd.Process.Kill() })
			io.Copy(io.Discard, out)
			break
		}
	}
	err = cmd.Wait()
	if ranges < 0 && err != nil {
		o.Fatalf("the last worker: %v\n%s", err, strings.Join(said, "\n"))
	}
	return err != nil
}
