// Package rating turns votes into ratings: how good each target is at one's own
// questions, and how certain that is. It doesn't know where votes are kept. Start with
// [Of].
//
// It uses the Bradley–Terry model: each target has a strength θ, and a is chosen over b
// with the probability 1/(1+exp(θb−θa)). Newton's method finds the strengths that make
// the votes most likely. They are shown on the Elo scale: 1000 is the average, and a
// target 400 above another is chosen ten times out of eleven.
//
//   - A vote between several targets counts as a win over each of the others, and a tie
//     as half a win either way for each pair. With k targets a pair counts 2/k, so that
//     the vote weighs as much as one choice among k, not as k−1 votes. With two targets
//     that is 1.
//   - A vote for none of the targets doesn't say which is better. It is counted but
//     changes no rating; a target with no other votes has no rating.
//   - Before any vote, every target has won once and lost once against an average
//     target. So an unbeaten target has no infinite rating, groups that never met share
//     a scale, and a first vote moves little: to 1092 and 908.
//   - The interval covers 95 %, 1.96 standard deviations either way, from the Fisher
//     information of the votes and the prior. Like the rating, it is relative to the
//     average of all rated targets.
package rating

import (
	"cmp"
	"math"
	"slices"

	"neonchat/chat"
)

// A Standing is the record of one target. A win or a loss is a whole vote, however many
// targets there were.
type Standing struct {
	Target string
	Wins   int
	Losses int
	Ties   int
	None   int // votes that found no answer good

	// Rating is on the Elo scale. Margin is how far the 95 % interval extends to either
	// side. Both are 0 while Rated is false.
	Rating float64
	Margin float64
}

// Votes returns the number of votes on the target.
func (s Standing) Votes() int { return s.Wins + s.Losses + s.Ties + s.None }

// Rated reports whether a vote was for or against the target, or a tie.
func (s Standing) Rated() bool { return s.Wins+s.Losses+s.Ties > 0 }

const (
	average = 1000
	elo     = 400 / math.Ln10 // per unit of θ
	sure    = 1.96            // standard deviations to either side for 95 %
)

// Of returns the standings from the votes, best first. The order of the votes doesn't
// matter. A target listed twice in a vote counts once.
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

// rate fills in the ratings of the targets that have any.
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

// count adds a vote to the standings and to games, where games[a][b] is how often a was
// chosen over b.
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
