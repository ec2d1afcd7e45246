#pragma once
// Biquad: the second-order filter from which equalisers are built, with the designs of R. Bristow-Johnson's "Audio EQ
// Cookbook". A value with two samples of memory; confined to one thread.

#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace mss::codec {

class Biquad {
public:
    /// Coefficients as tables of standards give them: of the input and, a0 being 1, of the output.
    static Biquad of(const std::array<double, 3>& b, const std::array<double, 2>& a) {
        return Biquad(b[0], b[1], b[2], 1, a[0], a[1]);
    }

    static Biquad high_pass(double hertz, double quality, int sample_rate) {
        const Angle angle(hertz, quality, sample_rate);
        const double edge = (1 + angle.cosine) / 2;
        return Biquad(edge, -2 * edge, edge, 1 + angle.alpha, -2 * angle.cosine, 1 - angle.alpha);
    }

    static Biquad low_pass(double hertz, double quality, int sample_rate) {
        const Angle angle(hertz, quality, sample_rate);
        const double edge = (1 - angle.cosine) / 2;
        return Biquad(edge, 2 * edge, edge, 1 + angle.alpha, -2 * angle.cosine, 1 - angle.alpha);
    }

    /// A bell around `hertz`.
    static Biquad peak(double hertz, double quality, double gain_db, int sample_rate) {
        const Angle angle(hertz, quality, sample_rate);
        const double gain = std::pow(10, gain_db / 40);
        return Biquad(1 + angle.alpha * gain, -2 * angle.cosine, 1 - angle.alpha * gain, 1 + angle.alpha / gain,
                      -2 * angle.cosine, 1 - angle.alpha / gain);
    }

    /// Everything above `hertz`.
    static Biquad high_shelf(double hertz, double gain_db, int sample_rate) {
        const Angle angle(hertz, std::numbers::sqrt2 / 2, sample_rate);
        const double gain = std::pow(10, gain_db / 40);
        const double slope = 2 * std::sqrt(gain) * angle.alpha;
        const double sum = gain + 1;
        const double difference = gain - 1;
        return Biquad(gain * (sum + difference * angle.cosine + slope), -2 * gain * (difference + sum * angle.cosine),
                      gain * (sum + difference * angle.cosine - slope), sum - difference * angle.cosine + slope,
                      2 * (difference - sum * angle.cosine), sum - difference * angle.cosine - slope);
    }

    double operator()(double input) {
        const double output = b0_ * input + first_;
        first_ = b1_ * input - a1_ * output + second_;
        second_ = b2_ * input - a2_ * output;
        return output;
    }

    float operator()(float input) { return static_cast<float>((*this)(static_cast<double>(input))); }

    void apply(std::span<float> samples) {
        for (float& sample : samples)
            sample = (*this)(sample);
    }

private:
    struct Angle {
        Angle(double hertz, double quality, int sample_rate) {
            const double turn = 2 * std::numbers::pi * hertz / sample_rate;
            cosine = std::cos(turn);
            alpha = std::sin(turn) / (2 * quality);
        }
        double cosine;
        double alpha;
    };

    Biquad(double b0, double b1, double b2, double a0, double a1, double a2)
        : b0_(b0 / a0), b1_(b1 / a0), b2_(b2 / a0), a1_(a1 / a0), a2_(a2 / a0) {}

    double b0_, b1_, b2_, a1_, a2_;
    double first_ = 0;  // transposed direct form II
    double second_ = 0;
};

}  // namespace mss::codec
