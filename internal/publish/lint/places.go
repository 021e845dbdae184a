package lint

import "slices"

// places holds what is said of the EEA against the providers that are named.
func (n *notice) places() {
	outside := n.outsideProviders()
	abroad := n.where("usa")
	for _, s := range n.sentences {
		if s.has("eea-claim") && len(outside) > 0 && n.says("mechanism") == nil {
			n.in(s, "eea-contradicted", "eea-claim", namesOf(outside))
		}
	}
	switch {
	case n.says("shield", "harbor") != nil: // has been told
	case n.says("mechanism") != nil:
		if n.says("safeguard-copy") == nil && !n.copyOffered() {
			n.add("no-safeguard-copy", n.where("mechanism"))
		}
	case len(outside) > 0:
		at := outside[0].at
		n.add("transfer-without-mechanism", &at, namesOf(outside))
	case abroad != nil:
		n.add("transfer-without-mechanism", abroad, "USA")
	default:
		for _, s := range n.sentences {
			if s.has("eea-outside") && !s.heading {
				n.in(s, "transfer-without-mechanism", "eea-outside", "–")
				return
			}
		}
	}
}

// copyOffered reports whether one of the sentences behind a mechanism offers a
// copy.
func (n *notice) copyOffered() bool {
	for i, s := range n.sentences {
		if s.has("mechanism") && n.near(min(i+1, len(n.sentences)-1), 1, "copy-offer") {
			return true
		}
	}
	return false
}

// outsideProviders are the first mentions of those whose data may leave the EEA.
func (n *notice) outsideProviders() []mention {
	var all []mention
	for _, m := range n.mentions {
		if m.outside && !slices.ContainsFunc(all, func(o mention) bool { return o.name == m.name }) {
			all = append(all, m)
		}
	}
	return all
}

func namesOf(mentions []mention) string {
	text := ""
	for i, m := range mentions {
		if i == 8 {
			return text + " …"
		}
		if i > 0 {
			text += ", "
		}
		text += m.name
	}
	return text
}
