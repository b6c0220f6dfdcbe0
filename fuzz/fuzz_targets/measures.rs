#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hanlens_fuzz::measures::run(data));
