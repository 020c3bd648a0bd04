package rating

import "math"

// prior is how many games every target starts with against an average target, half of
// them won.
const prior = 2

// fit finds the strengths that make the games most likely, and their covariance. The
// likelihood with the prior has a single maximum, which Newton's method finds. A step
// that would overshoot is halved until it doesn't.
func fit(games [][]float64) (θ []float64, covariance [][]float64) {
	n := len(games)
	θ = make([]float64, n)
	for range 100 {
		slope, information := at(games, θ)
		covariance = inverse(information)
		step := times(covariance, slope)
		next := add(θ, step, 1)
		for part := 0.5; likelihood(games, next) < likelihood(games, θ) && part > 1e-6; part /= 2 {
			next = add(θ, step, part)
		}
		θ = next
		if longest(step) < 1e-9 {
			break
		}
	}
	return θ, covariance
}

// centred returns the strengths relative to the average of all, with their variances.
// Votes among the targets say nothing about how good they are as a group.
func centred(θ []float64, covariance [][]float64) (strength, variance []float64) {
	strength, variance = make([]float64, len(θ)), make([]float64, len(θ))
	rows := make([]float64, len(θ))
	for i, row := range covariance {
		rows[i] = mean(row)
	}
	for i := range θ {
		strength[i] = θ[i] - mean(θ)
		variance[i] = covariance[i][i] - 2*rows[i] + mean(rows)
	}
	return strength, variance
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(max(len(v), 1))
}

// chosen returns the probability that a is chosen over b.
func chosen(a, b float64) float64 { return 1 / (1 + math.Exp(b-a)) }

// likelihood returns the log-likelihood of the games, including the prior.
func likelihood(games [][]float64, θ []float64) float64 {
	sum := 0.0
	for i := range games {
		sum += prior / 2 * (math.Log(chosen(θ[i], 0)) + math.Log(chosen(0, θ[i])))
		for j, won := range games[i] {
			if won > 0 {
				sum += won * math.Log(chosen(θ[i], θ[j]))
			}
		}
	}
	return sum
}

// at returns the gradient of the likelihood at θ, and its negated Hessian: the Fisher
// information.
func at(games [][]float64, θ []float64) (slope []float64, information [][]float64) {
	n := len(games)
	slope, information = make([]float64, n), square(n)
	for i := range n {
		p := chosen(θ[i], 0)
		slope[i] += prior/2 - prior*p
		information[i][i] += prior * p * (1 - p)
		for j := range n {
			p, met := chosen(θ[i], θ[j]), games[i][j]+games[j][i]
			if i == j || met == 0 {
				continue
			}
			slope[i] += games[i][j] - met*p
			information[i][i] += met * p * (1 - p)
			information[i][j] -= met * p * (1 - p)
		}
	}
	return slope, information
}

// inverse inverts a diagonally dominant matrix, such as the information. Such a matrix
// needs no pivoting.
func inverse(m [][]float64) [][]float64 {
	n := len(m)
	inv := square(n)
	for i := range n {
		inv[i][i] = 1
	}
	for i := range n {
		scale := 1 / m[i][i]
		for k := range n {
			m[i][k] *= scale
			inv[i][k] *= scale
		}
		for j := range n {
			f := m[j][i]
			if i == j || f == 0 {
				continue
			}
			for k := range n {
				m[j][k] -= f * m[i][k]
				inv[j][k] -= f * inv[i][k]
			}
		}
	}
	return inv
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

func times(m [][]float64, v []float64) []float64 {
	product := make([]float64, len(v))
	for i, row := range m {
		for j, x := range row {
			product[i] += x * v[j]
		}
	}
	return product
}

func add(v, step []float64, part float64) []float64 {
	sum := make([]float64, len(v))
	for i := range v {
		sum[i] = v[i] + part*step[i]
	}
	return sum
}

func longest(v []float64) float64 {
	most := 0.0
	for _, x := range v {
		most = max(most, math.Abs(x))
	}
	return most
}
