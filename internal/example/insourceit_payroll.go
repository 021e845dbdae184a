package example

import (
	"fmt"
	"math/rand/v2"

	"github.com/varsam/varsam"
)

// fillPayroll gives the staff three years of salaries; one in seven has left.
func fillPayroll(w *world, f *filler) {
	r := w.stream("payroll")
	employees := f.into("employees", "id", "number", "manager_id", "name", "personal_number", "email", "private_email", "phone",
		"street", "postcode", "city", "bank_account", "hired_on", "left_on")
	pay := payTables(f)
	for i, p := range w.groups[staff] {
		hired := w.cal.between(r, 5000, 1300)
		until, left := w.cal.today, any(nil)
		if i%7 == 6 {
			until = w.cal.between(r, 1200, 100)
			left = until.String()
		}
		f.add(employees, i+1, fmt.Sprintf("%04d", 1000+i), orNull(i > 0, managerOf(i)), p.name(), nationalID(p.nationalID, 2*(i%2)),
			staffMail(p), mail(p.home, i+8), p.spelledPhone(i), p.street(), p.postcode(), p.city(), bankAccount(p.number),
			hired.String(), left)
		pay.of(r, i+1, until)
	}
}

// managerOf is one of the first, who have lower numbers than those they manage.
func managerOf(i int) int { return 1 + i/12 }

// staffMail is the address at the broker itself.
func staffMail(p *person) string {
	return fmt.Sprintf("%s.%d@kvarnsund.example", mailName(p), p.number)
}

// payroll are the tables of what an employee gets and does.
type payroll struct {
	f                             *filler
	salaries, timesheets, absence *table
}

func payTables(f *filler) payroll {
	return payroll{
		f,
		f.into("salaries", "id", "employee_id", "month", "gross", "tax", "booked_on"),
		f.into("timesheets", "id", "employee_id", "worked_on", "hours", "note"),
		f.into("absences", "id", "employee_id", "kind", "starts_on", "ends_on", "note"),
	}
}

// of writes the last three years of one employee.
func (t payroll) of(r *rand.Rand, id int, until varsam.Date) {
	gross := 32000 + r.IntN(30)*1000
	for month := range 36 {
		day := until.AddMonths(-month)
		t.f.add(t.salaries, t.salaries.rows+1, id, day.String()[:7], gross-month*100, gross/4, day.String())
	}
	for week := range 12 {
		t.f.add(t.timesheets, t.timesheets.rows+1, id, workday(until.AddDays(-7*week-7)).String(), 40, orNull(week%4 == 0, "kundbesök"))
	}
	for n, kind := range []string{"semester", "sjuk", "vab"} {
		start := until.AddDays(-90*n - r.IntN(60) - 10)
		t.f.add(t.absence, t.absence.rows+1, id, kind, start.String(), start.AddDays(1+r.IntN(8)).String(), orNull(kind == "sjuk", "förkylning"))
	}
}
