package check

// NOBankAccount checks the eleven digits of a Norwegian bank account: modulus 11 with weights 2 to 7 from the right.
func NOBankAccount(d []byte) Reason {
	switch {
	case len(d) != 11:
		return Length
	case !digits(d):
		return Shape
	case d[0] == '0' && d[1] == '0' && d[2] == '0' && d[3] == '0': // no bank
		return Range
	}
	sum := 0
	for i, b := range d {
		sum += int(noSecond[i]) * int(b-'0')
	}
	if sum%11 != 0 {
		return CheckDigit
	}
	return Fine
}

// DKBankAccount checks the digits of a Danish bank account, the four of the bank's registration number first: seven to ten follow, and
// no control digit that all banks have.
func DKBankAccount(d []byte) Reason {
	switch {
	case len(d) < 11 || len(d) > 14:
		return Length
	case !digits(d):
		return Shape
	case d[0] == '0' && d[1] == '0' && d[2] == '0' && d[3] == '0':
		return Range
	}
	return Fine
}

// AppendDKBankAccount appends a Danish bank account with as many noughts before its own number as it lacks of ten digits.
func AppendDKBankAccount(to, d []byte) []byte {
	to = append(to, d[:4]...)
	for n := len(d); n < 14; n++ {
		to = append(to, '0')
	}
	return append(to, d[4:]...)
}
