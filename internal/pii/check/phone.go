package check

import "github.com/varsam/varsam"

func phone(s, region string, today varsam.Date) (string, Reason) {
	canonical, err := varsam.Phone.Canonical(s, region, today)
	if err != nil {
		return "", Shape
	}
	return canonical, Fine
}
