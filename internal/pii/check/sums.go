package check

// Luhn reports whether digits end with the control digit of Luhn's sum (modulus 10, weights 2 and 1 from the right; ISO/IEC
// 7812-1). What is no digits has none.
func Luhn(d []byte) bool { return digits(d) && luhnSum(d)%10 == 0 }

// doubled are the digits of twice a digit, added up.
var doubled = [10]int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}

func luhnSum(d []byte) int {
	sum := 0
	for i := range d {
		n := int(d[len(d)-1-i] - '0')
		if i&1 == 1 {
			n = doubled[n]
		}
		sum += n
	}
	return sum
}

// mod11 is the remainder by 11 of the digits times their weights.
func mod11(d []byte, weights []byte) int {
	sum := 0
	for i, w := range weights {
		sum += int(w) * int(d[i]-'0')
	}
	return sum % 11
}
