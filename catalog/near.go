package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// Near returns up to n ids that whoever wrote id may have meant, the best
// first: with letters swapped, missing or wrong, words in another order, only
// a part of the name, or a vendor or a date around it. Models that the branch
// is known not to serve are left out, and those that make embeddings.
func (c Catalog) Near(id string, n int) []string {
	type candidate struct {
		id             string
		edits, inFront int
	}
	q := plain(id)
	if len(q) < 2 || len(q) > 100 {
		return nil
	}
	var near []candidate
	for _, m := range c.models {
		k := plain(m.ID)
		if d, ok := distance(q, k); ok && m.Served != No && !m.Embeds {
			near = append(near, candidate{m.ID, d, common(q, k)})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.inFront, a.inFront))
	})
	var ids []string
	for _, m := range near[:min(max(n, 0), len(near))] {
		ids = append(ids, m.id)
	}
	return ids
}

// plain spells an id in one way: "Anthropic/Claude_Sonnet 4.6-latest" becomes
// "claude-sonnet-4-6".
func plain(id string) string {
	k := key(id[strings.LastIndexByte(id, '/')+1:])
	return strings.TrimSuffix(strings.NewReplacer(".", "-", "_", "-", " ", "-").Replace(k), "-latest")
}

// distance is how far the id k is from the query q, in edits, and whether that
// is near: a third of the letters, a quarter where only a part of k is meant.
// All readings but the plain one cost one more.
func distance(q, k string) (d int, ok bool) {
	d = min(edits(q, k, false), 1+edits(sortWords(q), sortWords(k), false))
	ok = d <= max(1, len(q)/3)
	if part := edits(q, k, true); part <= len(q)/4 && len(q) > 2 {
		d, ok = min(d, 1+part), true
	}
	if strings.HasPrefix(q, k+"-") {
		d, ok = min(d, 1), true
	}
	return d, ok
}

func sortWords(s string) string {
	w := strings.Split(s, "-")
	slices.Sort(w)
	return strings.Join(w, "-")
}

// common is the length of what a and b begin with alike.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// edits counts the bytes to put in, take out, change or swap with their
// neighbour to turn a into b, or into some part of b.
func edits(a, b string, part bool) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		if !part {
			last[j] = j
		}
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	if part {
		return slices.Min(last)
	}
	return last[len(b)]
}
