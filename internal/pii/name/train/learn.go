package main

import (
	"math/rand/v2"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

// The settings, chosen by ten folds over the news text; the comments say what each is for.
const (
	epochs    = 6    // more learns the news by heart
	rate      = 0.05 // length of a step
	dropped   = 0.4  // share of features a token does without in one step, so that none is leaned on alone
	least     = 3    // a feature seen less often is no feature
	made      = 8    // times each sentence of our own is filled in, with the lists and without a part of them
	share     = 0.15 // what one of those counts against a sentence of the news
	forgotten = 0.3  // share of the names that are taken from the lists to learn what unknown names look like
	caution   = 0.7  // taken from every person's score: our own sentences hold more people than most texts
)

// learn makes the words and a tagger of a corpus and our own lists.
func learn(corpus []sentence) (map[string]tagger.Class, *tagger.Tagger) {
	words := listed()
	addSmall(words, corpus)
	full := &tagger.Tagger{Lexicon: tagger.NewLexicon(words)}
	random := rand.New(rand.NewPCG(3, 4))
	cases := collect(corpus, words, full, random)
	prune(cases)
	c := newCRF()
	c.train(cases, rand.New(rand.NewPCG(1, 2)))
	if len(cases) > 0 {
		c.rows[cases[0].rows[0][0]][tagger.Person] -= caution // the first feature is the same everywhere
	}
	full.Weights = c.weights()
	return words, full
}

// collect gives every island of the corpus twice, with all names known and with a part forgotten, and our own sentences so too.
func collect(corpus []sentence, words map[string]tagger.Class, full *tagger.Tagger, random *rand.Rand) []island {
	var all []island
	take := func(t *tagger.Tagger, s sentence, weight float32) {
		t.Examples([]byte(s.text), func(e tagger.Example) []tagger.Tag {
			gold := s.tags(e.Tokens)
			all = append(all, island{e.Rows, gold, weight})
			return gold
		})
	}
	m := newMaker(random)
	for range made {
		m.each(func(s sentence) { take(full, s, share) })
		less := &tagger.Tagger{Lexicon: forget(words, random)}
		m.each(func(s sentence) { take(less, s, share) })
	}
	less := &tagger.Tagger{Lexicon: forget(words, random)}
	for _, s := range corpus {
		take(full, s, 1)
		take(less, s, 1)
	}
	return all
}

// forget is the lexicon without a share of its names, as it is for names that it lacks.
func forget(words map[string]tagger.Class, random *rand.Rand) *tagger.Lexicon {
	less := map[string]tagger.Class{}
	for _, w := range sorted(words) {
		class := words[w]
		if class&(tagger.Given|tagger.Family|tagger.Place|tagger.Organisation) != 0 && random.Float64() < forgotten {
			class &= tagger.Word | tagger.Often
		}
		if class != 0 {
			less[w] = class
		}
	}
	return tagger.NewLexicon(less)
}

// prune points features seen too seldom at a row that is none.
func prune(all []island) {
	count := make([]int, tagger.Table)
	for _, e := range all {
		for _, rows := range e.rows {
			for _, r := range rows {
				count[r]++
			}
		}
	}
	for _, e := range all {
		for i := range e.rows {
			for f, r := range e.rows[i] {
				if count[r] < least {
					e.rows[i][f] = tagger.Table
				}
			}
		}
	}
}
