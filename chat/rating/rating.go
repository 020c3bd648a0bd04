// Package rating makes ratings of votes: how good each target is by one's own
// questions, and how sure that is. It knows nothing of where votes are kept.
// Begin with [Of].
//
// The model is Bradley and Terry's: each target has a strength θ, and a is
// chosen over b with the probability 1/(1+exp(θb−θa)). The strengths are those
// that make the votes likeliest, found by Newton's method, and shown on Elo's
// scale: 1000 is the average, and who stands 400 above another is chosen ten
// times out of eleven.
//
//   - A vote between several counts as a win of the winner over each of the
//     others, a tie as half a win either way for each pair. Of k targets a pair
//     counts 2/k, so that the vote weighs as much as one choice among k does and
//     not as k−1 votes; between two that is 1.
//   - A vote for none of them tells nothing of who is better. It is counted, and
//     changes no rating; who has no other votes has none.
//   - Before any vote, everybody has won once and lost once against an average
//     target. So who was never beaten has no infinite rating, groups that never
//     met are on one scale, and a first vote moves little: to 1092 and 908.
//   - The interval is the one of 95 %, 1.96 standard deviations either way, by the
//     Fisher information of the votes and of that beginning. Like the rating it is
//     against the average of all that were chosen or not.
package rating

import (
	"cmp"
	"math"
	"slices"

	"neonchat/chat"
)

// A Standing is where one target stands. A win or a loss is a whole vote,
// however many there were to choose from.
type Standing struct {
	Target string
	Wins   int
	Losses int
	Ties   int
	None   int // votes that found none of them good

	// Rating is on Elo's scale, Margin how far the 95 % interval reaches to
	// either side. Both are 0 while Rated is false.
	Rating float64
	Margin float64
}

// Votes is how many votes there were on the target.
func (s Standing) Votes() int { return s.Wins + s.Losses + s.Ties + s.None }

// Rated reports whether a vote was for or against the target, or a tie.
func (s Standing) Rated() bool { return s.Wins+s.Losses+s.Ties > 0 }

const (
	average = 1000
	elo     = 400 / math.Ln10 // one unit of θ
	sure    = 1.96            // standard deviations to either side for 95 %
)

// Of gives the standings by the votes, the best first. The order of the votes is
// of no consequence. A target that was to choose from twice is one.
func Of(votes []chat.Vote) []Standing {
	var names []string
	for _, v := range votes {
		names = append(names, v.Targets...)
	}
	slices.Sort(names)
	names = slices.Compact(names)

	standings := make([]Standing, len(names))
	for i, name := range names {
		standings[i].Target = name
	}
	games := square(len(names))
	for _, v := range votes {
		count(standings, games, v)
	}
	rate(standings, games)
	standings = slices.DeleteFunc(standings, func(s Standing) bool { return s.Votes() == 0 })
	slices.SortStableFunc(standings, func(a, b Standing) int {
		switch {
		case a.Rated() == b.Rated():
			return cmp.Compare(b.Rating, a.Rating)
		case a.Rated():
			return -1
		}
		return 1
	})
	return standings
}

// rate fills in the ratings of those that were chosen or not.
func rate(standings []Standing, games [][]float64) {
	var rated []int
	for i, s := range standings {
		if s.Rated() {
			rated = append(rated, i)
		}
	}
	among := square(len(rated))
	for a, i := range rated {
		for b, j := range rated {
			among[a][b] = games[i][j]
		}
	}
	strength, variance := centred(fit(among))
	for a, i := range rated {
		standings[i].Rating = average + elo*strength[a]
		standings[i].Margin = sure * elo * math.Sqrt(variance[a])
	}
}

// count adds a vote to the standings, and to games: how often the row was
// chosen over the column.
func count(standings []Standing, games [][]float64, v chat.Vote) {
	var among []int
	for i, s := range standings {
		if slices.Contains(v.Targets, s.Target) {
			among = append(among, i)
		}
	}
	if len(among) < 2 || v.Winner != "" && !slices.Contains(v.Targets, v.Winner) {
		return // nobody was chosen over anybody
	}
	pair := 2 / float64(len(among))
	for _, i := range among {
		s := &standings[i]
		switch {
		case v.Tie:
			s.Ties++
			for _, j := range among {
				if i != j {
					games[i][j] += pair / 2
				}
			}
		case v.Winner == "":
			s.None++
		case v.Winner == s.Target:
			s.Wins++
			for _, j := range among {
				if i != j {
					games[i][j] += pair
				}
			}
		default:
			s.Losses++
		}
	}
}
