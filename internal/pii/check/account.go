package check

// Bankgiro checks the seven or eight digits of a bankgiro number: Luhn.
func Bankgiro(d []byte) Reason { return giro(d, 7) }

// Plusgiro checks the two to eight digits of a plusgiro number: Luhn.
func Plusgiro(d []byte) Reason { return giro(d, 2) }

func giro(d []byte, least int) Reason {
	switch {
	case len(d) < least || len(d) > 8:
		return Length
	case !digits(d):
		return Shape
	case d[0] == '0':
		return Range
	case luhnSum(d)%10 != 0:
		return CheckDigit
	}
	return Fine
}

// Account is what a Swedish bank account's number tells.
type Account struct {
	Bank     string
	Clearing int  // how many digits are the clearing number: 4, or 5 with a check digit of its own
	Holder   bool // the account's number is the holder's [Personnummer]
	Checked  bool // a control digit holds; banks issue numbers for which none does, so it only strengthens
}

// BankAccount checks the digits of a Swedish bank account, clearing number first: a bank has the clearing number and accounts
// of that length. Only in accounts that are a personal number must the control digit hold.
func BankAccount(d []byte) (Account, Reason) {
	if len(d) < 6 || len(d) > 15 {
		return Account{}, Length
	}
	if !digits(d) {
		return Account{}, Shape
	}
	bank := bankOf(four(d))
	if bank == nil {
		return Account{}, Range
	}
	a := Account{Bank: bank.name, Clearing: 4, Holder: bank.sums == sumHolder}
	if bank.sums == sumSwedbank && luhnSum(d[:5])%10 == 0 && len(d) >= 5+bank.short {
		a.Clearing = 5
	}
	account := d[a.Clearing:]
	if len(account) < bank.short || len(account) > bank.long {
		return Account{}, Length
	}
	a.Checked = bank.checked(d[:4], account)
	if a.Holder && !a.Checked {
		return Account{}, CheckDigit
	}
	return a, Fine
}

// AccountLengths has a bit for each number of digits, clearing number first, that some bank's accounts have that begin with the same two: what
// [BankAccount] accepts is among them, and most other numbers are not.
func AccountLengths(d []byte) uint16 {
	if len(d) < 2 {
		return 0
	}
	return accountLengths[two(d)&127]
}

// accountLengths are by the first two digits.
var accountLengths = func() (by [128]uint16) {
	for _, b := range banks {
		long := 4 + b.long
		if b.sums == sumSwedbank {
			long++
		}
		for begin := b.first / 100; begin <= b.last/100; begin++ {
			by[begin] |= 1<<(long+1) - 1<<(4+b.short)
		}
	}
	return by
}()

// sums is the way a bank's control digit is computed.
type sums uint8

const (
	sumEleven   sums = iota // modulus 11 over the clearing number, with or without its first digit, and the account
	sumHandels              // modulus 11 over the account's nine digits
	sumLuhn                 // modulus 10 over the account
	sumSwedbank             // the same; the clearing number may have a fifth digit
	sumHolder               // a personal number
)

// bank is a range of clearing numbers, and how many digits its accounts have.
type bank struct {
	first, last int
	name        string
	short, long int
	sums        sums
}

func bankOf(clearing int) *bank {
	low, high := 0, len(banks)
	for low < high {
		middle := (low + high) / 2
		if banks[middle].last < clearing {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(banks) || banks[low].first > clearing {
		return nil
	}
	return &banks[low]
}

func (b *bank) checked(clearing, account []byte) bool {
	switch b.sums {
	case sumEleven:
		rest := elevenSum(account, 1)
		return (rest+elevenSum(clearing[1:], 8))%11 == 0 || (rest+elevenSum(clearing, 8))%11 == 0
	case sumHandels:
		return elevenSum(account, 1)%11 == 0
	case sumHolder:
		return SoleTrader(account)
	}
	return luhnSum(account)%10 == 0
}

// elevenSum weighs digits from the right with 1 to 10 and then 1 again, the last with the first weight given.
func elevenSum(d []byte, weight int) int {
	sum := 0
	for i := len(d) - 1; i >= 0; i-- {
		sum += weight * int(d[i]-'0')
		weight = weight%10 + 1
	}
	return sum
}

// banks are in order of their clearing numbers. Source: Bankgirot's list of Swedish banks' account numbers.
var banks = []bank{
	{1000, 1099, "Sveriges riksbank", 7, 7, sumEleven},
	{1100, 1199, "Nordea", 7, 7, sumEleven},
	{1200, 1399, "Danske Bank", 7, 7, sumEleven},
	{1400, 2099, "Nordea", 7, 7, sumEleven},
	{2300, 2399, "Ålandsbanken", 7, 7, sumEleven},
	{2400, 2499, "Danske Bank", 7, 7, sumEleven},
	{3000, 3299, "Nordea", 7, 7, sumEleven},
	{3300, 3300, "Nordea", 10, 10, sumHolder},
	{3301, 3399, "Nordea", 7, 7, sumEleven},
	{3400, 3409, "Länsförsäkringar Bank", 7, 7, sumEleven},
	{3410, 3781, "Nordea", 7, 7, sumEleven},
	{3782, 3782, "Nordea", 10, 10, sumHolder},
	{3783, 4999, "Nordea", 7, 7, sumEleven},
	{5000, 5999, "SEB", 7, 7, sumEleven},
	{6000, 6999, "Handelsbanken", 8, 9, sumHandels},
	{7000, 7999, "Swedbank", 7, 7, sumEleven},
	{8000, 8999, "Swedbank", 6, 10, sumSwedbank},
	{9020, 9029, "Länsförsäkringar Bank", 7, 7, sumEleven},
	{9040, 9049, "Citibank", 7, 7, sumEleven},
	{9060, 9069, "Länsförsäkringar Bank", 7, 7, sumEleven},
	{9070, 9079, "Multitude Bank", 7, 7, sumEleven},
	{9100, 9109, "Nordnet Bank", 7, 7, sumEleven},
	{9120, 9124, "SEB", 7, 7, sumEleven},
	{9130, 9149, "SEB", 7, 7, sumEleven},
	{9150, 9169, "Skandiabanken", 7, 7, sumEleven},
	{9170, 9179, "Ikano Bank", 7, 7, sumEleven},
	{9180, 9189, "Danske Bank", 10, 10, sumLuhn},
	{9190, 9199, "DNB", 7, 7, sumEleven},
	{9230, 9239, "Marginalen Bank", 7, 7, sumEleven},
	{9250, 9259, "SBAB", 7, 7, sumEleven},
	{9260, 9269, "DNB", 7, 7, sumEleven},
	{9270, 9279, "ICA Banken", 7, 7, sumEleven},
	{9280, 9289, "Resurs Bank", 7, 7, sumEleven},
	{9300, 9349, "Swedbank", 10, 10, sumLuhn},
	{9390, 9399, "Landshypotek", 7, 7, sumEleven},
	{9400, 9449, "Forex Bank", 7, 7, sumEleven},
	{9460, 9469, "Santander Consumer Bank", 7, 7, sumEleven},
	{9470, 9479, "BNP Paribas", 7, 7, sumEleven},
	{9500, 9549, "Nordea Plusgirot", 2, 10, sumLuhn},
	{9550, 9569, "Avanza Bank", 7, 7, sumEleven},
	{9570, 9579, "Sparbanken Syd", 10, 10, sumLuhn},
	{9590, 9599, "Erik Penser", 7, 7, sumEleven},
	{9610, 9619, "Volvofinans Bank", 7, 7, sumEleven},
	{9620, 9629, "Bank of China", 7, 7, sumEleven},
	{9630, 9639, "Lån & Spar Bank", 7, 7, sumEleven},
	{9640, 9649, "NOBA Bank", 7, 7, sumEleven},
	{9650, 9659, "MedMera Bank", 7, 7, sumEleven},
	{9660, 9669, "Svea Bank", 7, 7, sumEleven},
	{9670, 9679, "JAK Medlemsbank", 7, 7, sumEleven},
	{9680, 9689, "Bluestep", 7, 7, sumEleven},
	{9700, 9709, "Ekobanken", 7, 7, sumEleven},
	{9710, 9719, "Lunar Bank", 7, 7, sumEleven},
	{9750, 9759, "Northmill Bank", 7, 7, sumEleven},
	{9780, 9789, "Klarna Bank", 7, 7, sumEleven},
	{9880, 9899, "Riksgälden", 2, 10, sumLuhn},
	{9960, 9969, "Nordea Plusgirot", 2, 10, sumLuhn},
}
