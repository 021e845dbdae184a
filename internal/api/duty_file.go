package api

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

// mostFileName is how long the name of a file may be, in letters.
const mostFileName = 200

// DutyVersion is one version of a duty.
type DutyVersion struct {
	Version int64       `json:"version"`
	At      time.Time   `json:"at"`
	What    string      `json:"what"`
	By      string      `json:"by,omitempty" doc:"Who made it, when they still have an account."`
	State   duty.State  `json:"state"`
	Next    varsam.Date `json:"next"`
}

func (c *call) dutyHistory() (list List[DutyVersion], err error) {
	list.Items = []DutyVersion{}
	r, err := c.Duties.Get(c.ctx, c.param("id"))
	if err != nil {
		return list, err
	}
	history, err := c.Duties.History(c.ctx, r.ID)
	if err != nil {
		return list, err
	}
	accounts, err := c.Accounts.List(c.ctx)
	if err != nil {
		return list, err
	}
	names := map[string]string{}
	for _, a := range accounts {
		names[c.Duties.Actor(a.Name)] = a.Name
	}
	for _, v := range history {
		list.Items = append(list.Items, DutyVersion{v.Version, v.At, v.What, names[v.Actor], v.State, v.Next})
	}
	return list, nil
}

func (c *call) reopenDuty(nothing) (Duty, error) {
	r, err := c.Duties.Reopen(c.ctx, c.param("id"), c.token.By)
	if err != nil {
		return Duty{}, dutyFault(err)
	}
	return dutyOf(r), nil
}

func (c *call) deleteDuty() error { return c.Duties.Delete(c.ctx, c.param("id"), c.token.By) }

// DutyFile is a file of a duty: a signed agreement, a certificate, a lesson.
type DutyFile struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Size  int64     `json:"size" doc:"In bytes."`
	Added time.Time `json:"added"`
}

func dutyFileOf(f duty.File) DutyFile { return DutyFile{f.ID, f.Name, f.Size, f.Added} }

func (c *call) listDutyFiles() (list List[DutyFile], err error) {
	list.Items = []DutyFile{}
	r, err := c.Duties.Get(c.ctx, c.param("id"))
	if err != nil {
		return list, err
	}
	all, err := c.Duties.Files(c.ctx, r)
	for _, f := range all {
		list.Items = append(list.Items, dutyFileOf(f))
	}
	return list, err
}

// sentName is what a file that was sent is called.
func (c *call) sentName() (string, error) {
	name := c.value("name")
	if n := len([]rune(name)); n == 0 || n > mostFileName {
		return "", varsam.Errorf(varsam.Invalid, "a file comes with its name in the address: ?name=, at most %d letters", mostFileName)
	}
	return name, nil
}

func (c *call) attachFile(nothing) (out DutyFile, err error) {
	name, err := c.sentName()
	if err != nil {
		return out, err
	}
	f, err := c.Duties.Attach(c.ctx, c.param("id"), name, c.body, c.token.By)
	if err != nil {
		return out, err
	}
	c.place = Root + "/duties/" + c.param("id") + "/files/" + f.ID
	return dutyFileOf(f), nil
}

func (c *call) dutyFile() (file, error) {
	f, content, err := c.Duties.File(c.ctx, c.param("id"), c.param("file"))
	return file{f.Name, binaryFile, content}, err
}

func (c *call) detachFile() error {
	return c.Duties.Detach(c.ctx, c.param("id"), c.param("file"), c.token.By)
}
