package anonymity

import (
	"encoding/base32"
	"encoding/binary"
	"io"
	"math/rand/v2"

	"github.com/varsam/varsam"
)

// Shuffle lets the values of one class change places, every order as likely. Over
// less than a class it hides nothing. Random is crypto/rand.Reader outside tests;
// its errors are returned.
func Shuffle(values []varsam.Value, random io.Reader) error {
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return varsam.Errorf(varsam.Unavailable, "no random numbers")
	}
	rand.New(rand.NewChaCha8(seed)).Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
	return nil
}

// Placeholder is a random value to stand for a key, of the kind of the one it
// replaces: 62 random bits for a number, 125 for text and bytes. Nothing leads
// back from it when nobody writes down what it replaced. Other kinds are
// Unsupported.
func Placeholder(like varsam.Kind, random io.Reader) (varsam.Value, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return varsam.Value{}, varsam.Errorf(varsam.Unavailable, "no random numbers")
	}
	switch like {
	case varsam.Int:
		return varsam.IntOf(int64(binary.BigEndian.Uint64(b[:]) >> 2)), nil
	case varsam.Text:
		return varsam.TextOf(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])[:25]), nil
	case varsam.Bytes:
		return varsam.BytesOf(b[:]), nil
	}
	return varsam.Value{}, varsam.Errorf(varsam.Unsupported, "a column of kind %s cannot take a random placeholder: empty it", like)
}
