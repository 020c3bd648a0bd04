package rating

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
)

// votes parses "a>b c" as a vote for a over b and c, "a=b" as a tie and "a-b" as a vote
// for neither. A prefix such as "3*" repeats the vote.
func votes(lines ...string) (list []chat.Vote) {
	for _, line := range lines {
		n := 1
		if many, rest, ok := strings.Cut(line, "*"); ok {
			fmt.Sscan(many, &n)
			line = rest
		}
		v := chat.Vote{Targets: strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(">=- ", r) })}
		switch {
		case strings.Contains(line, "="):
			v.Tie = true
		case strings.Contains(line, ">"):
			v.Winner = v.Targets[0]
		}
		for range n {
			list = append(list, v)
		}
	}
	return list
}

func TestRatingsAreAsWorkedOutByHand(t *testing.T) {
	// On Elo's scale a strength of θ is 1000 + 400/ln 10·θ = 1000 + 173.7178·θ.
	// Below, σ(x) = 1/(1+exp(−x)), t = exp(x), and everybody has the prior's two
	// games with an average target, one of them won. Each rating is where the
	// games won equal those that were to be expected.
	for _, c := range []struct {
		name    string
		votes   []chat.Vote
		ratings map[string]float64
		margins map[string]float64
	}{
		{
			// By symmetry a is at x and b at −x. For a: 1 + 1 = σ(2x) + 2σ(x), so
			// 1/(1+t²) = (t−1)/(t+1), so t³−t²−2 = 0: t = 1.695621, x = 0.528049,
			// and 173.7178·x = 91.73.
			// Information: of the vote t²/(1+t²)² = 0.191463, of the prior
			// 2t/(1+t)² = 0.466703. With p the first and q their sum, the variance
			// of each is q/(q²−p²) and what they share p/(q²−p²); that of half
			// their difference, which is how far each is from their average, is
			// 1/(2(q+p)) = 0.588492; 1.96·√ of it·173.7178 is 261.20.
			"one vote", votes("a>b"),
			map[string]float64{"a": 1091.73, "b": 908.27},
			map[string]float64{"a": 261.20, "b": 261.20},
		},
		{
			// 5·(1−σ(2x)) = 2·(σ(x)−½) holds for t = 3: 5·(1−9/10) = ½ =
			// 2·(3/4−½). x = ln 3 = 1.098612; 173.7178·x = 190.85.
			// p = 5·0.9·0.1 = 0.45, q = 0.45+2·¾·¼ = 0.825: variance
			// 1/2.55 = 0.392157.
			"five votes to none", votes("5*a>b"),
			map[string]float64{"a": 1190.85, "b": 809.15},
			map[string]float64{"a": 213.22, "b": 213.22},
		},
		{
			// Half a win each: both are average. p = 4·¼ = 1, q = 1+2·¼ = 1.5:
			// variance 1/5; 1.96·√0.2·173.7178 = 152.27.
			"four ties", votes("4*a=b"),
			map[string]float64{"a": 1000, "b": 1000},
			map[string]float64{"a": 152.27, "b": 152.27},
		},
		{
			// b is average by symmetry, so for a: 3·(1−σ(x)) = 2·(σ(x)−½), that is
			// 3/(1+t) = (t−1)/(1+t): t = 4, x = ln 4, 173.7178·x = 240.82. What
			// never met, a and c, is compared by way of b.
			"a chain", votes("3*a>b", "3*b>c"),
			map[string]float64{"a": 1240.82, "b": 1000, "c": 759.18},
			nil,
		},
		{
			// Everybody won once. A pair among three counts 2/3, and each pair was
			// decided in two of the votes: 4/3 games. The information has the
			// diagonal 2·(4/3)·¼ + ½ = 7/6, elsewhere −1/3: that is
			// 3/2·I − J/3 with J all ones. Against the average J goes: the inverse is
			// 2/3·(I − J/3), with the diagonal 4/9. 1.96·⅔·173.7178 = 226.99.
			"three among three", votes("a>b c", "b>c a", "c>a b"),
			map[string]float64{"a": 1000, "b": 1000, "c": 1000},
			map[string]float64{"a": 226.99, "b": 226.99, "c": 226.99},
		},
		{
			// Of six pairs among four each counts ½, half of that won: everybody
			// is average. Diagonal 3·½·¼ + ½ = 7/8, elsewhere −1/8: that is
			// I − J/8, and its inverse against the average I − J/4. 1.96·√¾·173.7178
			// = 294.87.
			"a tie among four", votes("a=b c d"),
			map[string]float64{"a": 1000, "b": 1000, "c": 1000, "d": 1000},
			map[string]float64{"a": 294.87, "d": 294.87},
		},
		{
			// Who was never chosen or not has no rating, and is no part of the
			// average: it is one vote, as above.
			"none of them", votes("a>b", "b-c d"),
			map[string]float64{"a": 1091.73, "b": 908.27, "c": 0, "d": 0},
			map[string]float64{"a": 261.20, "c": 0},
		},
	} {
		got := Of(c.votes)
		if len(got) != len(c.ratings) {
			t.Errorf("%s: %+v", c.name, got)
		}
		for _, s := range got {
			if want := c.ratings[s.Target]; math.Abs(s.Rating-want) > 0.01 {
				t.Errorf("%s: %s has %.2f, want %.2f", c.name, s.Target, s.Rating, want)
			}
			if want, ok := c.margins[s.Target]; ok && math.Abs(s.Margin-want) > 0.01 {
				t.Errorf("%s: the interval of %s is ±%.2f, want ±%.2f", c.name, s.Target, s.Margin, want)
			}
		}
	}
}

func TestVotesAreCountedWhole(t *testing.T) {
	cast := votes("a>b c", "2*b>a", "a=b", "3*a-b c")
	cast = append(cast,
		chat.Vote{Targets: []string{"a", "a"}, Winner: "a"},      // no other candidate
		chat.Vote{Targets: []string{"a", "b"}, Winner: "z"},      // broken
		chat.Vote{Targets: []string{"b", "a", "b"}, Winner: "b"}, // a repeated b counts once
	)
	want := map[string]Standing{
		"a": {Wins: 1, Losses: 3, Ties: 1, None: 3},
		"b": {Wins: 3, Losses: 1, Ties: 1, None: 3},
		"c": {Wins: 0, Losses: 1, Ties: 0, None: 3},
	}
	got := Of(cast)
	if len(got) != len(want) {
		t.Errorf("got %+v", got)
	}
	for _, s := range got {
		w := want[s.Target]
		if s.Wins != w.Wins || s.Losses != w.Losses || s.Ties != w.Ties || s.None != w.None || s.Votes() != w.Votes() {
			t.Errorf("%s: got %+v, want %+v", s.Target, s, w)
		}
	}
	if s := Of(votes("a-b"))[0]; s.Rated() {
		t.Errorf("a vote for neither rates: %+v", s)
	}
	if s := Of(nil); len(s) != 0 {
		t.Errorf("without votes there is %+v", s)
	}
}

// played returns random votes among n targets, the first of which is the best.
func played(r *rand.Rand, n, votes int) (list []chat.Vote) {
	for range votes {
		v := chat.Vote{}
		for len(v.Targets) < 2+r.IntN(3) {
			if name := string(rune('a' + r.IntN(n))); !slices.Contains(v.Targets, name) {
				v.Targets = append(v.Targets, name)
			}
		}
		switch r.IntN(6) {
		case 0:
			v.Tie = true
		case 1:
		case 2:
			v.Winner = v.Targets[0]
		default:
			v.Winner = slices.Min(v.Targets)
		}
		list = append(list, v)
	}
	return list
}

func TestTheOrderOfVotesAndTargetsIsOfNoConsequence(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	cast := played(r, 8, 200)
	want := Of(cast)
	for range 20 {
		r.Shuffle(len(cast), func(i, j int) { cast[i], cast[j] = cast[j], cast[i] })
		for _, v := range cast {
			r.Shuffle(len(v.Targets), func(i, j int) { v.Targets[i], v.Targets[j] = v.Targets[j], v.Targets[i] })
		}
		for i, got := range Of(cast) {
			w := want[i]
			if got.Target != w.Target || math.Abs(got.Rating-w.Rating) > 1e-6 || math.Abs(got.Margin-w.Margin) > 1e-6 {
				t.Fatalf("got %+v, want %+v", got, w)
			}
		}
	}
}

func TestInARoundRobinTheRatingsAreInTheOrderOfTheWins(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var cast []chat.Vote
		wins := map[string]int{}
		for i := range 6 {
			for j := range i {
				for range 5 {
					pair := []string{string(rune('a' + i)), string(rune('a' + j))}
					winner := pair[r.IntN(2)]
					wins[winner]++
					cast = append(cast, chat.Vote{Targets: pair, Winner: winner})
				}
			}
		}
		standings := Of(cast)
		for i, s := range standings[1:] {
			if before := standings[i]; wins[before.Target] < wins[s.Target] {
				t.Fatalf("%+v stands before %+v", before, s)
			} else if same := math.Abs(before.Rating-s.Rating) < 1e-6; same != (wins[before.Target] == wins[s.Target]) {
				t.Fatalf("%+v and %+v", before, s)
			}
		}
	}
}

func TestMoreVotesMakeTheIntervalNarrower(t *testing.T) {
	few, many, most := Of(votes("3*a>b", "2*b>a", "a=b")), Of(votes("30*a>b", "20*b>a", "10*a=b")), Of(votes("3000*a>b", "2000*b>a", "1000*a=b"))
	for i := range few {
		if !(few[i].Margin > 2*many[i].Margin && many[i].Margin > 5*most[i].Margin) {
			t.Errorf("±%.1f, ±%.1f, ±%.1f", few[i].Margin, many[i].Margin, most[i].Margin)
		}
		if few[i].Target != many[i].Target {
			t.Errorf("%s and %s", few[i].Target, many[i].Target)
		}
	}
}

func TestWhoWasNeverBeatenOrNeverMetHasAFiniteRating(t *testing.T) {
	for name, cast := range map[string][]chat.Vote{
		"never beaten":  votes("100000*a>b"),
		"never met":     votes("50*a>b", "50*c>d", "e=f"),
		"a long ladder": votes("9*a>b", "9*b>c", "9*c>d", "9*d>e", "9*e>f", "9*f>g", "9*g>h"),
	} {
		for _, s := range Of(cast) {
			for _, x := range []float64{s.Rating, s.Margin} {
				if math.IsNaN(x) || math.IsInf(x, 0) || x < -3000 || x > 5000 {
					t.Errorf("%s: %+v", name, s)
				}
			}
		}
	}
}

// At the maximum, every target has won as much as expected.
func TestTheRatingsAreTheLikeliest(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 30 {
		games := square(2 + r.IntN(10))
		for i := range games {
			for j := range games {
				if i != j && r.IntN(3) > 0 {
					games[i][j] = float64(r.IntN(2000)) * r.Float64()
				}
			}
		}
		θ, _ := fit(games)
		slope, _ := at(games, θ)
		if worst := longest(slope); worst > 1e-6 {
			t.Fatalf("the slope is %g", worst)
		}
	}
}
