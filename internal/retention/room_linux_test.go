package retention_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

// TestDiskFull moves records to a table on a disk that becomes full on the way:
// the run pauses and says which system has no room, no record is lost or doubled,
// and once there is room it goes on where it was.
func TestDiskFull(t *testing.T) { onEach(t, testDiskFull) }

const heavy = 3000 // records of a kilobyte each

func testDiskFull(t *testing.T, e engine) {
	d := newDisk(t, e)
	o := d.office
	fsys := files()
	fsys["shop.yaml"].Data = []byte(strings.Replace(string(fsys["shop.yaml"].Data), "restrict: {flag: {blocked_on: now}, obeys: the view}", "restrict: {move: old_invoices}", 1))
	o.push(fsys)
	o.run(`ALTER TABLE invoices ADD COLUMN said VARCHAR(1000)`,
		`CREATE TABLE old_invoices (id {id}, customer_id BIGINT, amount INTEGER, booked_on VARCHAR(30), blocked_on DATE, said VARCHAR(1000)) `+d.where,
		`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-01-01')`)
	words := strings.Repeat("x", 1000)
	var rows []string
	for id := range heavy {
		rows = append(rows, "("+strconv.Itoa(id)+", 1, 10, '2020-05-05', NULL, '"+words+"')")
	}
	for len(rows) > 0 {
		o.run("INSERT INTO invoices VALUES " + strings.Join(rows[:500], ","))
		rows = rows[500:]
	}
	run := o.plan()
	if r := o.rule(run, "invoices", varsam.OpRestrict); r.Frozen != heavy {
		t.Fatalf("%+v", r)
	}
	o.approve(run, nil, "anna", "bo")
	d.fill(700 << 10)
	done := o.work(run)
	if done.State != retention.Paused || done.Why.Code != retention.ReasonFull || done.Why.Args[0] != "shop" {
		t.Fatalf("%s %+v", done.State, done)
	}
	moved := o.count(`SELECT count(*) FROM old_invoices`)
	if r := o.rule(done, "invoices", varsam.OpRestrict); moved == heavy || r.Done != int64(moved) {
		t.Errorf("%d moved: %+v", moved, r)
	}
	o.want(`SELECT count(*) FROM invoices`, heavy-moved)
	o.want(`SELECT count(*) FROM invoices i JOIN old_invoices o ON o.id = i.id`, 0)
	o.certificate(done, "shop has no room left", "records that were due are left")
	o.verified(run)

	d.empty()
	o.must(o.Resume(t.Context(), run.ID, "anna"))
	done = o.work(run)
	if r := o.rule(done, "invoices", varsam.OpRestrict); done.State != retention.Done || r.Done != heavy || len(r.Ranges) != 1 {
		t.Errorf("with room again: %+v", done)
	}
	o.want(`SELECT count(*) FROM old_invoices WHERE said = '`+words+`'`, heavy)
	o.want(`SELECT count(*) FROM invoices`, 0)
	o.verified(run)
}

// disk is a small file system with an office whose database puts a table there.
type disk struct {
	*office
	folder string
	where  string // puts a table there; empty where the whole database is
}

// newDisk mounts one, where the machine allows it and the server is on it.
func newDisk(t *testing.T, e engine) *disk {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("a disk that becomes full is left out: only root can mount a small one")
	}
	var d disk
	if e.name == "sqlite" {
		d.folder = mount(t, os.Getuid())
		e.make = func(testing.TB, string) (driver, address, dsn string) {
			path := filepath.Join(d.folder, "shop.db")
			return "sqlite", "file:" + path + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=foreign_keys(1)", path
		}
		d.office = newOffice(t, e)
		return &d
	}
	d.office = newOffice(t, e)
	var data string
	question := map[string]string{"postgres": "SHOW data_directory", "mariadb": "SELECT @@datadir"}[e.name]
	d.must(d.db.QueryRow(question).Scan(&data))
	info, err := os.Stat(data)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("a disk that becomes full is left out: the server is on another machine")
	}
	d.must(err)
	d.folder = mount(t, int(info.Sys().(*syscall.Stat_t).Uid))
	d.where = "DATA DIRECTORY = '" + d.folder + "'"
	if e.name == "postgres" {
		name := databaseName()
		d.run(`CREATE TABLESPACE ` + name + ` LOCATION '` + d.folder + `'`)
		t.Cleanup(func() { _, _ = d.db.Exec(`DROP TABLE old_invoices; DROP TABLESPACE ` + name) })
		d.where = "TABLESPACE " + name
	}
	return &d
}

// mount is a folder of a user on a disk of its own.
func mount(t *testing.T, uid int) string {
	t.Helper()
	above, err := os.MkdirTemp("", "varsam-disk") // t.TempDir is closed to servers
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(above) })
	if err := os.Chmod(above, 0o755); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(above, "disk")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=16m,mode=0700,uid="+strconv.Itoa(uid), "tmpfs", folder).CombinedOutput(); err != nil {
		t.Skipf("a disk that becomes full is left out: a small one cannot be mounted here: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", folder).Run() })
	return folder
}

// fill leaves only so much room.
func (d *disk) fill(room int64) {
	d.Helper()
	if d.engine.name == "sqlite" {
		d.run(`PRAGMA wal_checkpoint(TRUNCATE)`) // its log would be room
	}
	var fs syscall.Statfs_t
	d.must(syscall.Statfs(d.folder, &fs))
	d.must(os.WriteFile(filepath.Join(d.folder, "filler"), make([]byte, int64(fs.Bavail)*fs.Bsize-room), 0o600))
}

func (d *disk) empty() { d.must(os.Remove(filepath.Join(d.folder, "filler"))) }
