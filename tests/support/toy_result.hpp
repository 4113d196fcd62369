// A result file of 2 models x 3 offers x 4 counts, written by hand, for tests of what
// reads results.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "runner/exit_status.hpp"
#include "runner/hdf5.hpp"

namespace trainsweep {

template <class T>
void write_at(const std::string& path, std::uint64_t offset, const std::vector<T>& values) {
  const int file = ::open(path.c_str(), O_WRONLY);
  const auto bytes = static_cast<ssize_t>(values.size() * sizeof(T));
  ASSERT_EQ(::pwrite(file, values.data(), values.size() * sizeof(T), static_cast<off_t>(offset)), bytes);
  ::close(file);
}

class ToyResult : public testing::Test {
 protected:
  // Point (m, o, c): days = 100 / (c + 1), usd = 10 m + o + c, and its code is c % 2.
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("toy_result." + std::to_string(::getpid()));
    std::filesystem::create_directory(folder_);
    path_ = (folder_ / "out.h5").string();
    auto file = hdf5::File::create(path_);
    file.write_attribute("trainsweep_format", "1.0");
    auto model = file.create_dataset("model", hdf5::Type::text, {2});
    model.write(std::vector<std::string>{"small", "large"});
    auto offer = file.create_dataset("offer", hdf5::Type::text, {3});
    offer.write(std::vector<std::string>{"a-old", "a-new", "b-new"});
    auto count = file.create_dataset("count", hdf5::Type::float64, {4});
    count.write(std::vector<double>{8, 16, 32, 64});
    for (auto* scale : {&model, &offer, &count}) scale->make_scale();
    auto seller = file.create_dataset("seller", hdf5::Type::text, {3});
    seller.write(std::vector<std::string>{"a", "a", "b"});
    seller.attach_scale(0, offer);

    std::vector<std::uint64_t> offsets;
    for (const auto& [name, type] : {std::pair{"status", hdf5::Type::uint8}, {"days", hdf5::Type::float32},
                                     {"usd", hdf5::Type::float32}, {"mode", hdf5::Type::float32}}) {
      auto column = file.create_dataset(name, type, {2, 3, 4});
      column.attach_scale(0, model);
      column.attach_scale(1, offer);
      column.attach_scale(2, count);
      if (std::string(name) == "status") column.write_attribute("flag_meanings", "not_evaluated ok too_big");
      if (std::string(name) == "mode") column.write_attribute("flag_meanings", "none full");
      if (std::string(name) == "days") column.write_attribute("units", "d");
      offsets.push_back(column.offset());
    }
    file.close();
    std::vector<float> days, usd, mode;
    for (int m = 0; m < 2; ++m) {
      for (int o = 0; o < 3; ++o) {
        for (int c = 0; c < 4; ++c) {
          status_.push_back(c == 0 ? 2 : 1);  // the smallest count never runs
          days.push_back(c == 0 ? NAN : 100.0f / static_cast<float>(c + 1));
          usd.push_back(c == 0 ? NAN : static_cast<float>(10 * m + o + c));
          mode.push_back(c == 0 ? NAN : static_cast<float>(c % 2));
        }
      }
    }
    status_offset_ = offsets[0];
    write_at(path_, offsets[0], status_);
    write_at(path_, offsets[1], days);
    write_at(path_, offsets[2], usd);
    write_at(path_, offsets[3], mode);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void forget_from(std::size_t point) {
    std::fill(status_.begin() + static_cast<std::ptrdiff_t>(point), status_.end(), std::uint8_t{0});
    write_at(path_, status_offset_, status_);
  }

  // What a call prints, or the first line of what it refuses.
  template <class Call>
  std::string output(Call call) {
    std::ostringstream out;
    notes_.str("");
    call(out, notes_);
    return out.str();
  }
  template <class Call>
  std::string refusal(Call call) {
    try {
      output(call);
    } catch (const UserError& error) {
      const std::string text = error.what();
      return text.substr(0, text.find('\n'));
    }
    return "accepted";
  }

  std::filesystem::path folder_;
  std::string path_;
  std::uint64_t status_offset_ = 0;
  std::vector<std::uint8_t> status_;
  std::ostringstream notes_;
};

}  // namespace trainsweep
